declare module 'asciichart' {
  export type PlotConfig = {
    readonly height: number;
    readonly min: number;
    readonly max: number;
    readonly offset: number;
    readonly format: (value: number, row: number) => string;
    readonly symbols?: readonly string[];
  };
  export function plot(series: readonly number[], config: PlotConfig): string;
}
