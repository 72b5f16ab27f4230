import type { PaintSpec } from './paint-spec';

const head = 34;
const row = 18;

/** A chart as a picture to send to somebody: with its title, and its lines by name. */
export async function poster(
  canvas: OffscreenCanvas,
  spec: PaintSpec | undefined,
  title: string,
): Promise<Blob | null> {
  if (spec === undefined) return null;
  const { ratio, width, height, inks } = spec;
  const lines = spec.lines.filter((line) => !line.hidden).slice(0, 40);
  const columns = Math.max(1, Math.floor(width / 220));
  const full = head + height + Math.ceil(lines.length / columns) * row + 14;
  const sheet = new OffscreenCanvas(width * ratio, full * ratio);
  const ctx = sheet.getContext('2d');
  if (ctx === null) return null;
  ctx.scale(ratio, ratio);
  ctx.fillStyle = inks.surface;
  ctx.fillRect(0, 0, width, full);
  ctx.fillStyle = inks.axis;
  ctx.font = `600 14px ${inks.font}`;
  ctx.textBaseline = 'middle';
  ctx.fillText(title, 12, head / 2, width - 24);
  ctx.drawImage(canvas, 0, head, width, height);
  ctx.font = `12px ${inks.font}`;
  for (const [i, line] of lines.entries()) {
    const x = 12 + (i % columns) * 220;
    const y = head + height + 12 + Math.floor(i / columns) * row;
    ctx.fillStyle = inks.series[line.color - 1] ?? inks.text;
    ctx.fillRect(x, y - 1.5, 14, 3);
    ctx.fillStyle = inks.text;
    ctx.fillText(line.name, x + 20, y, 190);
  }
  return sheet.convertToBlob({ type: 'image/png' });
}
