import { msg, raw, type Message } from '../../i18n/index';

/** A kind of value in words: `text`, `a list`. */
export function typeMessage(type: string): Message {
  switch (type) {
    case 'string':
      return msg('clint.is.text');
    case 'number':
      return msg('clint.is.number');
    case 'integer':
      return msg('clint.is.whole');
    case 'boolean':
      return msg('clint.is.boolean');
    case 'array':
      return msg('clint.is.list');
    case 'date':
      return msg('clint.is.date');
    case 'null':
      return msg('clint.is.nothing');
    default:
      return msg('clint.is.map');
  }
}

/** `text or a list`. */
export function typesMessage(types: readonly string[]): Message {
  return types
    .filter((type) => type !== 'null' || types.length === 1)
    .map(typeMessage)
    .reduceRight((rest, first) => msg('clint.or', { first, rest }));
}

export const wantsMessage = (types: readonly string[]): Message =>
  msg('clint.wants', { types: typesMessage(types.length === 0 ? ['object'] : types) });

export const oneOfMessage = (choices: readonly string[]): Message =>
  msg('clint.oneOf', { choices: raw(choices.join(', ')) });
