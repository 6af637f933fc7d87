/** How the terminal at hand can be drawn on; decided once at start from locale, TERM, NO_COLOR and flags. */
export type Look = {
  readonly glyphs: 'ascii' | 'block' | 'braille';
  /** none: no SGR colour at all (bold and inverse stay); 16: the palette the user chose for the terminal. */
  readonly colors: 'none' | '16';
};
