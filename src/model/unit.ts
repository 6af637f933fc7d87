/** Base units of the registry. Conversion to ms, MiB or % is the business of whoever prints. */
export type Unit = 'seconds' | 'bytes' | 'bytesPerSecond' | 'perSecond' | 'count' | 'entries' | 'ratio' | 'cores';
