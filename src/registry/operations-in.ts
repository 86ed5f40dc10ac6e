import "server-only";

type OperationsOf<T> = { [K in keyof T as T[K] extends { realm: string; kind: string } ? K : never]: T[K] };

/** The operations among a file's exports; plain functions that other domains share are left out. */
export function operationsIn<T extends object>(module: T): OperationsOf<T> {
  return Object.fromEntries(
    Object.entries(module).filter(([, value]) => typeof value === "function" && "realm" in value),
  ) as OperationsOf<T>;
}
