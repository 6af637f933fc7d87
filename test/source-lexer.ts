/** A source file reduced to what an import rule needs: code without comments, where the n-th string literal reads `"n"`. */
export type Lexed = { readonly code: string; readonly strings: readonly string[] };

/**
 * Splits TypeScript into code, strings and the rest. The text of templates and regular expressions is dropped, the expressions inside
 * templates stay. Quotes that no quote on their line closes are text between JSX tags and are dropped too.
 */
export function lex(text: string): Lexed {
  const strings: string[] = [];
  const braces: ('brace' | 'template')[] = [];
  let code = '';
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at += match[0].length;
    return match;
  };
  const templateText = (): void => {
    if (take(templateChunk)?.[0].endsWith('${')) braces.push('template');
  };
  while (at < text.length) {
    if (take(comment) !== null) {
      code += ' ';
      continue;
    }
    const quoted = take(string);
    if (quoted !== null) {
      code += `"${strings.length}"`;
      strings.push(quoted[1] ?? quoted[2] ?? '');
      continue;
    }
    if (regexMayStart(code) && take(regex) !== null) {
      code += ' 0 ';
      continue;
    }
    const character = text[at++] ?? '';
    if (character === '`') templateText();
    else if (character === '{') braces.push('brace');
    else if (character === '}' && braces.pop() === 'template') {
      code += ' ';
      templateText();
      continue;
    }
    code += character === '"' || character === "'" || character === '`' ? ' ' : character;
  }
  return { code, strings };
}

const comment = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const string = /'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y;
const templateChunk = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;
const regex = /\/(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** A slash after a value divides; after an operator or a keyword it opens a regular expression. */
function regexMayStart(code: string): boolean {
  const before = code.slice(-40).trimEnd();
  return (
    before === '' ||
    /[=(,:[!&|?{};+\-*%~^]$/.test(before) ||
    /(?:=>|\b(?:return|typeof|case|in|of|void|await))$/.test(before)
  );
}
