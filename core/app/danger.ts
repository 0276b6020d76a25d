/**
 * Commands an app may not hold (error 01050015; the platform's list is not published, domain §1.1). Matched as command
 * words: a file named `mount.txt` or a text `"docker"` is no command.
 */
import { baseName } from '../data-path.ts';
import type { ShellScript } from './shell.ts';

/** Refused wherever they are the command. */
const FORBIDDEN = new Set([
  'mkfs',
  'shutdown',
  'reboot',
  'halt',
  'poweroff',
  'mount',
  'umount',
  'docker',
  'kubectl',
  'nsenter',
]);
/** Run the command that follows them. */
const WRAPPERS = new Set(['sudo', 'exec', 'env', 'nohup', 'command', 'time', 'nice', 'xargs', 'timeout', 'eval']);
const FORK_BOMB = /:\s*\(\s*\)\s*\{/;

function plain(word: string): string {
  return word.replace(/\\(.)/g, '$1').replace(/['"]/g, '');
}

/** The dangerous commands of a script, as they stand there. */
export function dangerousCommands(script: string, shell: Pick<ShellScript, 'commands'>): string[] {
  const found = shell.commands.filter(isDangerous).map((words) => words.join(' '));
  const bomb = FORK_BOMB.exec(script);
  return bomb ? [...found, bomb[0]] : found;
}

function isDangerous(raw: readonly string[]): boolean {
  const words = raw.map(plain);
  let at = 0;
  while (WRAPPERS.has(baseName(words[at] ?? ''))) {
    at += 1;
    while (/^-|^[0-9.]+[smhd]?$|^[A-Za-z_][A-Za-z0-9_]*=/.test(words[at] ?? '')) at += 1;
  }
  const command = baseName(words[at] ?? '');
  const rest = words.slice(at + 1);
  if (FORBIDDEN.has(command) || command.startsWith('mkfs.')) return true;
  if (command === 'dd') return rest.some((word) => /^of=\/dev\/(?!null$|stdout$)/.test(word));
  return command === 'rm' && removesRoot(rest);
}

function removesRoot(words: readonly string[]): boolean {
  const recursive = words.some((word) => /^-[A-Za-z]*[rR]/.test(word) || word === '--recursive');
  return recursive && words.some((word) => /^\/+(\.?\/*|\*)$/.test(word));
}
