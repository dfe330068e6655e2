import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { type Child, pathOf, startCommand } from '../../support/child.js';

/** Namespaces of its own, in which a program mounts what no other sees, and which are gone with it; for root, or for any user. */
const WAYS = [['--mount'], ['--mount', '--map-root-user']];

/** What `unshare` is to be given so that a tmpfs can be mounted; undefined where it cannot be. */
export const unshared = WAYS.find(
  (flags) => spawnSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'grpc-cassette', tmpdir()]).status === 0,
);

/** Ends as the program did, and leaves a copy of what it left: the mount is gone with it. */
const SCRIPT = `
mount -t tmpfs -o "$1" grpc-cassette "$2" || exit 99
"$4" "$5" "$6"
code=$?
cp -a "$2/." "$3"
exit $code`;

/** Which folder is a tmpfs, mounted with which options, and into which other one its content is copied at the end. */
export interface Mount {
  readonly folder: string;
  readonly options: string;
  readonly copy: string;
}

/** Starts `<program>.ts` of this folder with `job`, for which a folder is a tmpfs. */
export function startOnTmpfs(program: string, job: unknown, { folder, options, copy }: Mount): Child {
  const path = pathOf(`../endurance/support/${program}`);
  const script = ['sh', '-c', SCRIPT, 'sh', options, folder, copy];
  return startCommand('unshare', [
    ...(unshared ?? []),
    ...script,
    ...[process.execPath, path, JSON.stringify(job)],
  ]);
}
