/** Known vulnerabilities of the npm packages, where the registry tells of them. */
import { knownUnreachable, rememberUnreachable, root } from './paths.mjs';
import { run } from './run.mjs';

const name = 'npm-audit';
const skipped = (why) => ({ code: 0, output: '', note: `skipped: ${why}` });

/**
 * Asks the registry. What is shipped may have none that is moderate or worse; tools none that is high or worse.
 * @returns {Promise<{code: number, output: string, note: string}>}
 */
export async function checkVulnerabilities() {
  if (knownUnreachable(name)) return skipped('the registry answers no audit');
  const audit = async (...more) => {
    const { stdout, timedOut } = await run('npm', ['audit', '--json', ...more], {
      cwd: root,
      timeout: 30_000,
    });
    try {
      const { metadata, vulnerabilities = {} } = timedOut ? {} : JSON.parse(stdout);
      return metadata ? { counts: metadata.vulnerabilities, vulnerabilities } : undefined;
    } catch {
      return undefined;
    }
  };
  const [shipped, all] = [await audit('--omit=dev'), await audit()];
  if (!shipped || !all) {
    rememberUnreachable(name);
    return skipped('the registry answers no audit');
  }
  const bad = [...worse(shipped, ['moderate', 'high', 'critical']), ...worse(all, ['high', 'critical'])];
  const { total } = all.counts;
  const output = [...new Set(bad)].join('\n');
  return {
    code: bad.length > 0 ? 1 : 0,
    output,
    note: total === 0 ? 'none known' : `${total} known, of tools`,
  };
}

const worse = ({ vulnerabilities }, severities) =>
  Object.values(vulnerabilities)
    .filter(({ severity }) => severities.includes(severity))
    .map(({ name: package_, severity, range }) => `${package_} ${range}: ${severity}`);
