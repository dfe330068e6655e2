// Installs this repository's package into the project in the working folder as a user gets it: packed, then unpacked into
// node_modules. Its dependencies are the copies that the repository has installed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const target = join(process.cwd(), 'node_modules/grpc-cassette');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', target], {
  cwd: repository,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('[')));
const archive = join(target, filename);
execFileSync('tar', ['-xzf', archive, '--strip-components=1', '-C', target]);
rmSync(archive);

const { dependencies } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
for (const name of Object.keys(dependencies)) {
  const link = join(target, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(repository, 'node_modules', name), link);
}
