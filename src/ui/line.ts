/** What a piece of text means; the theme alone says how that looks. */
export type Tone = 'plain' | 'dim' | 'title' | 'ok' | 'warning' | 'critical' | 'accent' | 'selected';

/** A run of cells of one tone. The text is already cleaned and measured. */
export type Span = { readonly text: string; readonly tone: Tone };

/** One row of the screen, exactly as wide as its pane. */
export type Line = readonly Span[];
