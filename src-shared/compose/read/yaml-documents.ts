import { Composer, Lexer, parseAllDocuments, Parser, type CST, type Document } from 'yaml';

type Options = NonNullable<Parameters<typeof parseAllDocuments>[1]>;
type Documents = readonly Document.Parsed[];

/**
 * The documents of a text, with what YAML 1.2 says against them. Go's yaml.v3 does not mind how far the lines within
 * quotes, brackets and braces are indented: what is well formed but for that has no errors.
 */
export function documentsOf(text: string, options: Options): Documents {
  const documents: Documents = parseAllDocuments(text, options);
  if (documents.every(({ errors }) => errors.length === 0)) return documents;
  // Of what is broken the strict reading tells the better place: an open quote takes in all that follows.
  const loose = Array.from(new Composer(options).compose(looseTokens(text)));
  return loose.every(({ errors }) => errors.length === 0) ? loose : documents;
}

function* looseTokens(text: string): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of looseLexer().lex(text)) yield* parser.next(lexeme);
  yield* parser.end();
}

/** What the lexer keeps to itself. */
interface Inside {
  /** How far a line must be indented to belong to what is open. */
  indentNext: number;
  parseFlowCollection: () => Generator<string, unknown>;
  parseQuotedScalar: () => Generator<string, unknown>;
}

/** A lexer that takes lines of any indentation within quotes, brackets and braces. */
export function looseLexer(): Lexer {
  const lexer = new Lexer();
  const inside = lexer as unknown as Inside;
  for (const part of ['parseFlowCollection', 'parseQuotedScalar'] as const) {
    const strict = inside[part].bind(lexer);
    inside[part] = function* () {
      const kept = inside.indentNext;
      inside.indentNext = 0;
      try {
        return yield* strict();
      } finally {
        inside.indentNext = kept;
      }
    };
  }
  return lexer;
}
