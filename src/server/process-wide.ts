import "server-only";

/** A value that a process has once, whichever copy of a module asks for it. */
export interface ProcessWide<T> {
  /** Undefined before it is set. */
  get(): T | undefined;
  set(value: T): void;
  /** The value; made and kept where there is none. */
  getOrMake(make: () => T): T;
  /** The value that the registry registers. Throws where the registry was not loaded: it would seem to be empty. */
  required(): T;
  remove(): void;
}

/** The property of globalThis that holds a value. */
export const keyOf = (name: string): string => `throughline ${name}`;

/**
 * Keeps a value once for the whole process. The bundler may load a module several times, and a variable of the module would
 * exist once in each copy. `name` says what the value is, and is unique in the app. Each thread has values of its own.
 */
export function processWide<T>(name: string): ProcessWide<T> {
  const key = keyOf(name);
  const get = () => Reflect.get(globalThis, key) as T | undefined;
  const set = (value: T) => void Reflect.set(globalThis, key, value);
  return {
    get,
    set,
    getOrMake(make) {
      const made = get() ?? make();
      set(made);
      return made;
    },
    required() {
      const value = get();
      if (value === undefined) throw new Error(`The registry did not pass the ${name}; import registry/register.`);
      return value;
    },
    remove: () => void Reflect.deleteProperty(globalThis, key),
  };
}
