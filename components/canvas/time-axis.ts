const STEPS = [1, 2, 5];
const MARKS = 6;

/** Round times to write along a stretch of `length` milliseconds: at most six, the first 0. */
export function axisTimes(length: number): number[] {
  const least = length / MARKS;
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const decimal = [...STEPS, 10].map((step) => step * power).find((step) => step >= least) ?? 10 * power;
  // Beyond seconds people count in minutes and hours, not in thousands.
  const step =
    least <= 10_000
      ? decimal
      : ([15, 30, 60, 120, 300, 900, 1_800, 3_600, 7_200, 21_600, 86_400]
          .map((seconds) => seconds * 1_000)
          .find((one) => one >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000);
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, i) => i * step);
}
