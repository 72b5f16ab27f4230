/**
 * `npm run gallery`: every page of the real app, in both languages and both themes, at 1280x800 and 1920x1080, as
 * screenshots in gallery/, with gallery/index.html to look at them side by side.
 *
 *   node scripts/gallery.mjs [--only WORD[,WORD]] [--quick] [--yes]
 *
 * `--only`: pages whose name has one of the words; `--quick`: two looks, one size.
 */
import { main } from './lib/log.mjs';
import { takePictures } from './lib/pictures.mjs';

await main(() => {
  const words = process.argv.slice(2);
  const only = words.includes('--only') ? (words[words.indexOf('--only') + 1] ?? '') : '';
  return takePictures({
    name: 'gallery',
    yes: words.includes('--yes'),
    env: { FLOTILLA_GALLERY_ONLY: only, FLOTILLA_GALLERY_QUICK: words.includes('--quick') ? '1' : '' },
  });
});
