/** The faults that the demo can make. */
export const demoFaults = ['slow-disk', 'kill', 'pause', 'nospace'] as const;

export type DemoFault = (typeof demoFaults)[number];

export type DemoOptions = {
  readonly fault: DemoFault | undefined;
  readonly afterSeconds: number;
  /** Everything else, for `etcdoc top`. */
  readonly passedOn: readonly string[];
};

/** Takes `--fault NAME` and `--after SECONDS` (20) out of the arguments; ends the process with code 2 on a bad one. */
export function parseDemoOptions(args: readonly string[]): DemoOptions {
  const passedOn: string[] = [];
  const own = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const [, name, value] = /^--(fault|after)(?:=(.*))?$/.exec(args[index] ?? '') ?? [];
    if (name === undefined) passedOn.push(args[index] ?? '');
    else if (value !== undefined) own.set(name, value);
    else {
      index += 1;
      own.set(name, args[index] ?? '');
    }
  }
  const named = own.get('fault');
  const fault = demoFaults.find((one) => one === named);
  if (named !== undefined && fault === undefined) refuse(`--fault is one of ${demoFaults.join(', ')}`);
  const afterSeconds = Number(own.get('after') ?? 20);
  if (!(afterSeconds >= 0)) refuse('--after is a number of seconds');
  return { fault, afterSeconds, passedOn };
}

function refuse(why: string): never {
  process.stderr.write(`demo: ${why}\n`);
  process.exit(2);
}
