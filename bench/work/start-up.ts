import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeUnaryCassette } from '../calls/files.js';
import { RESPONSE_SIZE, requestOf } from '../calls/messages.js';
import { benchService } from '../calls/service.js';
import type { Subject } from '../measure.js';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const grpc = JSON.stringify(join(root, 'node_modules/@grpc/grpc-js'));

/** What a process pays to load the built package, or one entry of it, after grpc-js; `nothing` for grpc-js alone. */
export function loading(entry: string | 'nothing'): Subject {
  const own = JSON.stringify(join(root, 'dist', `${entry}.js`));
  return cpuOf(
    entry === 'nothing' ? '' : `require(${grpc});`,
    entry === 'nothing' ? `require(${grpc})` : `require(${own})`,
  );
}

/** What a test file pays that makes one call: to the server at `address`, or answered from a cassette of 100 entries. */
export function firstCall(path: string, address: string, isReplayed: boolean): Subject {
  writeUnaryCassette(path, 100, RESPONSE_SIZE);
  const interceptors = isReplayed
    ? `[require(${JSON.stringify(join(root, 'dist/index.js'))}).cassetteInterceptor(${JSON.stringify(path)})]`
    : '[]';
  const code = `
    const grpc = require(${grpc});
    const bytes = (each) => each;
    const client = new grpc.Client(${JSON.stringify(address)}, grpc.credentials.createInsecure(), { interceptors: ${interceptors} });
    const request = Buffer.from('${requestOf(0).toString('base64')}', 'base64');
    const path = ${JSON.stringify(benchService.Unary.path)};
    client.makeUnaryRequest(path, bytes, bytes, request, (error) => {
      if (error !== null) throw error;
      told();
      client.close();
    });`;
  return cpuOf('', code);
}

/** The processor's time of `code` in a process of its own, in microseconds; `before` is not counted. */
function cpuOf(before: string, code: string): Subject {
  const script = `
    ${before}
    const start = process.cpuUsage();
    const told = () => { const { user, system } = process.cpuUsage(start); console.log(user + system); process.exitCode = 0; };
    ${code};
    ${code.includes('told()') ? '' : 'told();'}`;
  return {
    async run() {
      const { stdout } = await execute(process.execPath, ['-e', script], { cwd: root });
      return Number(stdout);
    },
  };
}
