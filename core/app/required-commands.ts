/**
 * Which programs the commands of an app call, so that a start on this machine can say beforehand what is absent. It
 * errs on the side of silence: what only the running shell can know (a variable as command, a changed PATH, a file that
 * is sourced) is never reported.
 */
import { scriptOf } from './commands.ts';
import { readShell } from './shell.ts';

/** What a shell knows itself: reserved words and built-in commands of POSIX shells and bash. */
const SHELL_WORDS = new Set(
  `! [ [[ ]] { } : . alias bg bind break builtin caller case cd command compgen complete continue coproc declare dirs
  disown do done echo elif else enable esac eval exec exit export false fc fg fi for function getopts hash help history
  if in jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return select set shift shopt
  source suspend test then time times trap true type typeset ulimit umask unalias unset until wait while`
    .split(/\s+/)
    .filter(Boolean),
);
/** Run the command that follows them. */
const WRAPPERS = new Set(['exec', 'env', 'nohup', 'command', 'time', 'nice', 'xargs', 'timeout', 'sudo', '!']);
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;
/** An assignment, a duration or a number before the wrapped command; options may take words of their own. */
const BEFORE_WRAPPED = /^[A-Za-z_][A-Za-z0-9_]*=|^[0-9.]+[smhd]?$/;
/** After these only the running shell knows what a name stands for. */
const UNKNOWABLE = new Set(['.', 'source', 'eval', 'module', 'alias', 'conda', 'mamba', 'micromamba', 'hash']);
const OWN_PATH = /(^|[\s;&|({])PATH=/m;
const FUNCTION = /(?:^|[\s;&|{(])(?:function\s+([A-Za-z0-9_.-]+)|([A-Za-z_][A-Za-z0-9_.-]*)\s*\(\s*\))/g;
/** Names asked about with `command -v x` and the like: the script itself deals with their absence. */
const PROBE = /(?:^|[\s;&|({!])(?:command\s+-[vV]|type|which)\s+(?:-\S+\s+)*([A-Za-z0-9_.+-]+)/g;
/** `a|b)` after `in` or `;;`: patterns of a case, which the reader cannot tell from commands. */
const CASE_PATTERN = /(?:\bin\s|;;|^)\s*\(?([^()\n;&]*)\)/gm;

/** Names of programs the commands call, in order, without repetition. Paths (`./x`, `/opt/x`) are not among them. */
export function requiredCommands(commands: readonly string[]): string[] {
  const script = scriptOf(commands);
  const shell = readShell(script);
  if (OWN_PATH.test(script) || shell.commands.some(([word]) => UNKNOWABLE.has(word ?? ''))) return [];
  const known = new Set([...namesIn(script, FUNCTION), ...namesIn(script, PROBE)]);
  if (/(^|[\s;&|({])case\s/m.test(script)) for (const name of casePatterns(script)) known.add(name);
  const found = shell.commands.flatMap(commandNames).filter((name) => !known.has(name));
  return [...new Set(found)];
}

function namesIn(script: string, pattern: RegExp): string[] {
  return [...script.matchAll(pattern)].flatMap(([, first, second]) => first ?? second ?? []);
}

function casePatterns(script: string): string[] {
  return namesIn(script, CASE_PATTERN).flatMap((list) => list.split('|').map((item) => item.trim()));
}

/** The program of a simple command, with what it wraps. */
function commandNames(words: readonly string[]): string[] {
  const found: string[] = [];
  for (const raw of words) {
    const word = raw.replace(/^(['"])(.*)\1$/, '$2');
    if (found.length > 0 && BEFORE_WRAPPED.test(word)) continue;
    if (!NAME.test(word)) break;
    found.push(word);
    if (!WRAPPERS.has(word)) break;
  }
  return found.filter((word) => !SHELL_WORDS.has(word));
}
