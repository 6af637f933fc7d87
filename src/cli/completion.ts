import type { Command, Option } from 'commander';
import { diagnostics } from '../diagnostics/diagnostics.ts';

/** ★ The shells that can be completed; each script is made from the commands as they are. */
export const completionScripts: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish };

type Words = {
  readonly name: string;
  readonly help: string;
  readonly options: readonly Option[];
  readonly values: readonly string[];
};

function wordsOf(program: Command): readonly Words[] {
  return program.commands.map((command) => ({
    name: command.name(),
    help: command.description(),
    options: command.options,
    values: valuesOf(command.name()),
  }));
}

/** Words that may follow a command and are no flags. */
function valuesOf(name: string): readonly string[] {
  if (name === 'diagnose') return diagnostics.map(({ id }) => id);
  return name === 'completion' ? Object.keys(completionScripts) : [];
}

const flagsOf = (options: readonly Option[]) =>
  options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag !== undefined);

function bash(program: Command): string {
  const commands = wordsOf(program);
  const cases = commands.map(
    ({ name, options, values }) => `    ${name}) words="${[...values, ...flagsOf(options)].join(' ')}" ;;`,
  );
  return `_etcdoc() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words
  case $previous in
    ${fileFlags(commands).join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) words="${commands.map(({ name }) => name).join(' ')} --help --version" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map(({ name }) => name).join(' ')} --help --version"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _etcdoc etcdoc
`;
}

function zsh(program: Command): string {
  const commands = wordsOf(program);
  const cases = commands.map(({ name, options, values }) => {
    const specs = options.map((option) =>
      quote(`${option.long}[${escapeZsh(option.description)}]${argumentOf(option)}`),
    );
    const rest = values.length > 0 ? ` ${quote(`*:value:(${values.join(' ')})`)}` : ` ${quote('*:file:_files')}`;
    return `    ${name}) _arguments ${specs.join(' ')}${rest} ;;`;
  });
  return `#compdef etcdoc
_etcdoc() {
  local -a commands
  commands=(${commands.map(({ name, help }) => quote(`${name}:${escapeZsh(help)}`)).join(' ')})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local name=$words[2]
  shift words; (( CURRENT-- ))
  case $name in
${cases.join('\n')}
  esac
}
compdef _etcdoc etcdoc
`;
}

function fish(program: Command): string {
  const lines = wordsOf(program).flatMap(({ name, help, options, values }) => [
    `complete -c etcdoc -n __fish_use_subcommand -f -a ${name} -d ${quote(help)}`,
    ...options.map((option) => {
      const condition = quote(`__fish_seen_subcommand_from ${name}`);
      const short = option.short === undefined ? '' : ` -s ${option.short.slice(1)}`;
      const value = option.required ? (isFile(option) ? ' -r -F' : ' -x') : '';
      return `complete -c etcdoc -n ${condition}${short} -l ${option.long?.slice(2)}${value} -d ${quote(option.description)}`;
    }),
    ...(values.length > 0
      ? [`complete -c etcdoc -n ${quote(`__fish_seen_subcommand_from ${name}`)} -f -a ${quote(values.join(' '))}`]
      : []),
  ]);
  return `${lines.join('\n')}\n`;
}

const isFile = (option: Option) => /<(file|dir)>/.test(option.flags);
const fileFlags = (commands: readonly Words[]) => [
  ...new Set(commands.flatMap(({ options }) => options.filter(isFile).map(({ long }) => long))),
];
const argumentOf = (option: Option) => (option.required ? `:value:${isFile(option) ? '_files' : ''}` : '');
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const escapeZsh = (text: string) => text.replace(/[[\]:]/g, (character) => `\\${character}`);
