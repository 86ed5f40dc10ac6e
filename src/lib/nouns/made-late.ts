/** Adds properties that are made together, when one of them is first read. */
export function madeLate<Plain extends object, Late extends object>(
  plain: Plain,
  names: readonly (keyof Late & string)[],
  make: () => Late,
): Plain & Late {
  let made: Late | null = null;
  const get = () => {
    made ??= make();
    return made;
  };
  for (const name of names) Object.defineProperty(plain, name, { enumerable: true, get: () => get()[name] });
  return plain as Plain & Late;
}
