/**
 * Reads a shell script just far enough to know where each `${name}` stands: bare, in quotes, in a comment, in a here
 * document, in arithmetic. Substitutions nest (`"$(cmd "${x}")"`), so the reader is recursive. It never runs anything.
 */

export type ShellContext =
  /** Outside quotes; the value may become several arguments. */
  | 'bare'
  /** Outside quotes where only one word makes sense: an assignment, the target of a redirection. */
  | 'word'
  | 'single'
  /** `$'…'`, which not every shell knows. */
  | 'ansi'
  | 'double'
  | 'comment'
  | 'heredoc'
  /** A here document whose delimiter is quoted: nothing in it is special. */
  | 'quoted-heredoc'
  /** Arithmetic and nested backquotes: no quoting is safe there. */
  | 'unquotable';

/** One `${name}` of a script. */
export interface Occurrence {
  name: string;
  start: number;
  end: number;
  context: ShellContext;
  /** Backquotes around it; each reads backslashes once more. */
  backquotes: number;
}

export interface HereDocument {
  /** Place of the delimiter word after `<<`, with its quotes. */
  open: { start: number; end: number };
  delimiter: string;
  quoted: boolean;
  stripTabs: boolean;
  body: { start: number; end: number };
  /** Place of the closing delimiter; empty at the end of the script when it is missing. */
  close: { start: number; end: number };
}

export interface ShellScript {
  occurrences: Occurrence[];
  hereDocuments: HereDocument[];
  /** Simple commands as lists of raw words, wherever they stand. */
  commands: string[][];
}

const CLAUSES = new Set(['then', 'do', 'else', 'elif', 'if', 'while', 'until', '!', '{', 'time']);
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=/;
const BRACED = /\$\{([^{}]*)\}/y;

type Pending = Omit<HereDocument, 'body' | 'close'>;

/** Reads a script. Unclosed quotes end with the text. */
export function readShell(text: string): ShellScript {
  const reader = new Reader(text);
  reader.commandList('end');
  return { occurrences: reader.occurrences, hereDocuments: reader.hereDocuments, commands: reader.commands };
}

class Reader {
  readonly occurrences: Occurrence[] = [];
  readonly hereDocuments: HereDocument[] = [];
  readonly commands: string[][] = [];
  readonly #text: string;
  #at = 0;
  #end: number;
  #backquotes = 0;

  constructor(text: string) {
    this.#text = text;
    this.#end = text.length;
  }

  #peek(length = 1): string {
    return this.#text.slice(this.#at, Math.min(this.#at + length, this.#end));
  }

  #takeBraced(context: ShellContext): boolean {
    BRACED.lastIndex = this.#at;
    const found = BRACED.exec(this.#text);
    if (!found || this.#at + found[0].length > this.#end) return false;
    const end = this.#at + found[0].length;
    this.occurrences.push({
      name: found[1] ?? '',
      start: this.#at,
      end,
      context,
      backquotes: this.#backquotes,
    });
    this.#at = end;
    return true;
  }

  /** Reads commands until their closing character, and over it. */
  commandList(until: 'end' | ')' | '`'): void {
    const frames: ('(' | 'case')[] = [];
    const pending: Pending[] = [];
    let words: string[] = [];
    let fresh = true;
    let redirected = false;
    const endCommand = () => {
      if (words.length > 0) this.commands.push(words);
      words = [];
      fresh = true;
      redirected = false;
    };
    while (this.#at < this.#end) {
      const char = this.#peek();
      if (char === until && (until === '`' || frames.length === 0)) break;
      if (char === '\n') {
        this.#at += 1;
        endCommand();
        for (const document of pending.splice(0)) this.#hereDocument(document);
      } else if (char === ' ' || char === '\t') this.#at += 1;
      else if (this.#peek(2) === '\\\n') this.#at += 2;
      else if (char === '#') this.#comment();
      else if (char === ';' || char === '&' || char === '|') {
        this.#at += 1;
        endCommand();
      } else if (char === '(') {
        if (this.#peek(2) === '((') this.#arithmetic(2);
        else {
          this.#at += 1;
          frames.push('(');
          endCommand();
        }
      } else if (char === ')') {
        this.#at += 1;
        if (frames.at(-1) === '(') frames.pop();
        endCommand();
      } else if (char === '<' || char === '>') {
        redirected = this.#redirection(pending);
      } else {
        const word = this.#word(redirected, until === '`');
        if (redirected) redirected = false;
        else if (fresh && word === 'case') {
          frames.push('case');
          fresh = false;
        } else if ((fresh || words.length === 0) && word === 'esac') {
          if (frames.at(-1) === 'case') frames.pop();
          fresh = false;
        } else if (frames.at(-1) === 'case' && word === 'in') endCommand();
        else if (!(fresh && (CLAUSES.has(word) || (ASSIGNMENT.test(word) && words.length === 0)))) {
          words.push(word);
          fresh = false;
        }
      }
    }
    endCommand();
    if (until !== 'end' && this.#at < this.#end) this.#at += 1;
  }

  /** Left alone by `renderScript`: a comment is not run, and a value must not end it. */
  #comment(): void {
    while (this.#at < this.#end && this.#peek() !== '\n') {
      if (this.#backquotes > 0 && this.#peek() === '`') return;
      if (!this.#takeBraced('comment')) this.#at += 1;
    }
  }

  /** Over `<`, `>`, `>>`, `<&`, `<<word`…; true when a word follows that belongs to it. */
  #redirection(pending: Pending[]): boolean {
    const operator = /^(<<<|<<-?|<>|>>|>\||[<>]&|&>>?|[<>]\(|[<>])/.exec(this.#peek(3))?.[1] ?? this.#peek();
    if (operator.endsWith('(')) {
      this.#at += operator.length;
      this.commandList(')');
      return false;
    }
    this.#at += operator.length;
    if (operator !== '<<' && operator !== '<<-') return true;
    while (this.#peek() === ' ' || this.#peek() === '\t') this.#at += 1;
    const start = this.#at;
    const raw = /^(?:'[^']*'|"[^"]*"|\\.|[^\s;&|<>()'"\\])+/.exec(this.#text.slice(start, this.#end))?.[0] ?? '';
    this.#at += raw.length;
    const quoted = /['"\\]/.test(raw);
    const delimiter = raw.replace(/['"]/g, '').replace(/\\(.)/g, '$1');
    pending.push({ open: { start, end: this.#at }, delimiter, quoted, stripTabs: operator === '<<-' });
    return false;
  }

  #hereDocument(pending: Pending): void {
    const start = this.#at;
    let line = start;
    let close = { start: this.#end, end: this.#end };
    while (line < this.#end) {
      const stop = this.#text.indexOf('\n', line);
      const end = stop < 0 || stop > this.#end ? this.#end : stop;
      const text = this.#text.slice(line, end);
      if ((pending.stripTabs ? text.replace(/^\t+/, '') : text) === pending.delimiter) {
        close = { start: end - pending.delimiter.length, end };
        break;
      }
      line = end + 1;
    }
    const bodyEnd = close.start < close.end ? line : this.#end;
    const outer = this.#end;
    this.#end = bodyEnd;
    this.#quoted(pending.quoted ? 'quoted-heredoc' : 'heredoc');
    this.#end = outer;
    this.hereDocuments.push({ ...pending, body: { start, end: bodyEnd }, close });
    this.#at = Math.min(close.end + 1, this.#end);
  }

  /** One word; its raw text. Substitutions inside are read too. */
  #word(oneWord: boolean, inBackquotes: boolean): string {
    const start = this.#at;
    while (this.#at < this.#end) {
      const char = this.#peek();
      if (/[\s;&|()<>]/.test(char) || (char === '`' && inBackquotes)) break;
      if (char === '\\') this.#escape();
      else if (char === "'") this.#through(() => this.#single('single'));
      else if (char === '"') this.#through(() => this.#quoted('double'));
      else if (char === '`') this.#backquoted();
      else if (char === '$') {
        const one = oneWord || ASSIGNMENT.test(this.#text.slice(start, this.#at));
        this.#dollar(one ? 'word' : 'bare');
      } else this.#at += 1;
    }
    return this.#text.slice(start, this.#at);
  }

  #through(read: () => void): void {
    this.#at += 1;
    read();
  }

  /** A backslash and what it quotes. `\`` inside backquotes opens a nested pair, where nothing can be quoted safely. */
  #escape(): void {
    if (this.#backquotes > 0 && this.#peek(2) === '\\`') {
      this.#at += 2;
      while (this.#at < this.#end && this.#peek() !== '`') {
        if (this.#peek(2) === '\\`') {
          this.#at += 2;
          return;
        }
        if (!this.#takeBraced('unquotable')) this.#at += 1;
      }
      return;
    }
    this.#at += 2;
  }

  #single(context: 'single' | 'ansi'): void {
    while (this.#at < this.#end) {
      const char = this.#peek();
      if (char === "'") {
        this.#at += 1;
        return;
      }
      if (context === 'ansi' && char === '\\') this.#at += 2;
      else if (!this.#takeBraced(context)) this.#at += 1;
    }
  }

  /** Text in double quotes (to the closing one) or in a here document (to its end). */
  #quoted(context: 'double' | 'heredoc' | 'quoted-heredoc'): void {
    while (this.#at < this.#end) {
      const char = this.#peek();
      if (context === 'double' && char === '"') {
        this.#at += 1;
        return;
      }
      if (context === 'quoted-heredoc') {
        if (!this.#takeBraced(context)) this.#at += 1;
      } else if (char === '\\') this.#escape();
      else if (char === '`') {
        if (this.#backquotes > 0) return;
        this.#backquoted();
      } else if (char === '$') this.#dollar(context);
      else this.#at += 1;
    }
  }

  #backquoted(): void {
    this.#at += 1;
    this.#backquotes += 1;
    this.commandList('`');
    this.#backquotes -= 1;
  }

  #dollar(context: ShellContext): void {
    if (this.#peek(3) === '$((') this.#arithmetic(3);
    else if (this.#peek(2) === '$(') {
      this.#at += 2;
      this.commandList(')');
    } else if (this.#peek(2) === "$'" && (context === 'bare' || context === 'word')) {
      this.#at += 2;
      this.#single('ansi');
    } else if (!this.#takeBraced(context)) this.#at += 1;
  }

  /** `((…))` and `$((…))`: up to the matching parenthesis. */
  #arithmetic(opening: number): void {
    this.#at += opening;
    let depth = 2;
    while (this.#at < this.#end && depth > 0) {
      const char = this.#peek();
      if (char === '(') depth += 1;
      else if (char === ')') depth -= 1;
      if (char !== '$' || !this.#takeBraced('unquotable')) this.#at += 1;
    }
  }
}
