/** A straight line through points: its slope, and the standard error of that slope. */
export type Line = { readonly slope: number; readonly error: number };

/** Least squares through [x, y]; a slope of 0 without two different x. */
export function fitLine(points: readonly (readonly [number, number])[]): Line {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  let over = 0;
  let under = 0;
  for (const [x, y] of points) {
    over += (x - meanX) * (y - meanY);
    under += (x - meanX) ** 2;
  }
  if (count < 2 || under === 0) return { slope: 0, error: 0 };
  const slope = over / under;
  const left = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: count > 2 ? Math.sqrt(left / (count - 2) / under) : 0 };
}
