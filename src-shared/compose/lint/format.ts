import {
  isAlias,
  isCollection,
  isScalar,
  parseDocument,
  visit,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml';
import { documentsOf } from '../read/yaml-documents';

/* Every plain value stays the text that it is: `0777`, `yes` and `1e3` are nobody's business here. */
const asWritten: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: 'failsafe',
  customTags: ['null'],
  logLevel: 'silent',
};

/**
 * A compose file in one form: two spaces, one blank line at most, no trailing blanks. Comments, quotes, anchors and
 * the order stay; so does what it means. undefined: it is no YAML, or cannot be put in form without a loss.
 */
export function format(text: string): string | undefined {
  const document = parse(text);
  if (document === undefined) return undefined;
  if (document.contents === null) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const before = meaning(document);
  const put = print(document, text);
  if (put === undefined) return undefined;
  const again = parse(put);
  if (again === undefined || meaning(again) !== before || comments(put) < comments(text)) return undefined;
  return eol === '\n' ? put : put.replace(/\r?\n/g, eol);
}

function parse(text: string): Document.Parsed | undefined {
  try {
    const documents = documentsOf(text, asWritten);
    // Without any, it is a text of nothing but comments.
    const [document = parseDocument(text, asWritten), ...more] = documents;
    return document.errors.length > 0 || more.length > 0 ? undefined : document;
  } catch {
    // More depth than the parser has.
    return undefined;
  }
}

function print(document: Document.Parsed, text: string): string | undefined {
  const kept = commentsBesideKeys(document, text);
  try {
    const put = document.toString({ lineWidth: 0, indent: 2, indentSeq: true, flowCollectionPadding: true });
    return put.replace(
      /\ue000(\d+)\ue001(["']?):/g,
      (_, n: string, quote: string) => `${quote}: #${kept[Number(n)] ?? ''}`,
    );
  } catch {
    // Anchors that can be read and not be written.
    return undefined;
  }
}

/** Marks keys with a comment behind them (`web: # the shop`), which would else move to a line of its own. */
function commentsBesideKeys(document: Document.Parsed, text: string): string[] {
  const kept: string[] = [];
  if (/[\ue000\ue001]/.test(text)) return kept;
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isCollection(value) || value.flow === true) return;
      const end = key.range?.[1];
      const [first, ...rest] = (value.commentBefore ?? '').split('\n');
      if (typeof key.value !== 'string' || end == null || first === undefined || first === '') return;
      const beside = /^\s*:(?:[ \t]+[&!]\S+)*[ \t]+#(.*)/.exec(text.slice(end, end + 2000))?.[1];
      if (beside?.replace(/\r$/, '') !== first || value.anchor !== undefined || value.tag !== undefined)
        return;
      key.value += `\ue000${String(kept.push(first) - 1)}\ue001`;
      value.commentBefore = rest.length > 0 ? rest.join('\n') : null;
    },
  });
  return kept;
}

/** What a document says, aliases by their names: never expanded, for they may be bombs. */
function meaning(document: Document.Parsed): string {
  const parts: string[] = [];
  visit(document, {
    Node: (key, node) => {
      const anchor = 'anchor' in node && node.anchor !== undefined ? `&${node.anchor} ` : '';
      const tag = node.tag === undefined ? '' : `${node.tag} `;
      const value = isAlias(node)
        ? `*${node.source}`
        : isScalar(node)
          ? JSON.stringify(node.value)
          : `(${node.items.length})`;
      parts.push(`${String(key)} ${anchor}${tag}${value}`);
    },
  });
  return parts.join('\n');
}

const comments = (text: string): number => text.split('\n').filter((line) => /(^|\s)#/.test(line)).length;
