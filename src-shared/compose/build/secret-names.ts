import {
  isValueMap,
  type DraftPart,
  type EnvLine,
  type StackDraft,
  type Value,
  type ValueMap,
} from './draft';

/** Whether a variable's name says that its value is to be kept from others' eyes. */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase();
  // What names a file with the secret, or says whether one is needed, is none itself.
  if (/_FILE$|^ALLOW_|_ALLOW_|RANDOM_|_EMPTY_|_(?:POLICY|EXPIRE\w*|LIFETIME|MODE|TYPE)$/.test(upper))
    return false;
  return /PASS(?:WORD|WD|PHRASE)|(?:^|_)PASS(?:$|_)|^PWD_|_PWD$|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL|IDENTITY_(?:KEY|VALUE)/.test(
    upper,
  );
}

/**
 * Moves values that are to be kept from others' eyes out of the services' `environment` into `.env`: the compose file
 * then names a variable, and compose stops with a message where it is missing.
 *
 * @param missing what compose says then; without `}` and `$`
 */
export function liftSecrets(draft: StackDraft, missing: string): StackDraft {
  const env = new Map(draft.env.map((line) => [line.name, line]));
  const services = Object.fromEntries(
    Object.entries(draft.services).map(([service, part]): [string, DraftPart] => {
      const { environment } = part.fields;
      if (!isValueMap(environment)) return [service, part];
      const lifted = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, lift(service, name, value, env, missing)]),
      );
      return [service, { ...part, fields: { ...part.fields, environment: lifted } satisfies ValueMap }];
    }),
  );
  return { ...draft, services, env: [...env.values()] };
}

function lift(
  service: string,
  name: string,
  value: Value,
  env: Map<string, EnvLine>,
  missing: string,
): Value {
  if (!isSecretName(name) || value === null || value === '' || typeof value === 'object') return value;
  const text = String(value);
  // It is a variable already.
  if (/\$(?!\$)/.test(text.replaceAll('$$', ''))) return value;
  const meant = text.replaceAll('$$', '$');
  const known = env.get(name);
  // The same name with another value in another service: that service's own.
  const variable =
    known === undefined || known.value === meant
      ? name
      : `${service
          .toUpperCase()
          .replace(/[^A-Z0-9]+/g, '_')
          .replace(/^(?=\d)/, '_')}_${name}`;
  env.set(variable, { name: variable, value: meant, secret: true });
  return `\${${variable}:?${missing}}`;
}
