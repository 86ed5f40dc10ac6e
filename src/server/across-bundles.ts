import "server-only";

type Class = abstract new (...args: never[]) => object;

/**
 * Makes `instanceof` true between the copies of a class: the bundler may load a module several times, and what is registered once
 * for the process throws errors of its own copy. `name` is the same in each copy.
 */
export function sameAcrossBundles(of: Class, name: string): void {
  const mark = Symbol.for(`throughline ${name}`);
  Object.defineProperty(of.prototype, mark, { value: true });
  Object.defineProperty(of, Symbol.hasInstance, {
    value(this: unknown, one: unknown): boolean {
      // A class that extends it is asked through here too.
      if (this !== of) return Function.prototype[Symbol.hasInstance].call(this as Class, one);
      return typeof one === "object" && one !== null && mark in one;
    },
  });
}
