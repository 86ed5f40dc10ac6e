import { z } from "zod";
import type { Schema } from "./define";

type Shape = z.ZodRawShape;
type With<T, S extends Shape> = Omit<T, keyof S> & z.output<z.ZodObject<S>>;

/** Adds keys to a schema of a noun, or replaces some. */
export const extendSchema = <T, S extends Shape>(schema: Schema<T>, shape: S): Schema<With<T, S>> =>
  z.object({ ...shapeOf(schema), ...shape }) as unknown as Schema<With<T, S>>;

/** Picks some keys of a schema of a noun. */
export function pickSchema<T, const K extends keyof T & string>(
  schema: Schema<T>,
  keys: readonly K[],
): Schema<Pick<T, K>> {
  const shape = shapeOf(schema);
  return z.object(Object.fromEntries(keys.map((key) => [key, shape[key]]))) as unknown as Schema<Pick<T, K>>;
}

/** Makes all keys of a schema required. */
export function requiredSchema<T>(schema: Schema<T>): Schema<T> {
  const needed = Object.entries(shapeOf(schema)).map(([key, value]) => [
    key,
    (value as z.ZodType).refine((given) => given !== null && given !== undefined && String(given).trim() !== "", {
      message: "This is required.",
    }),
  ]);
  return z.object(Object.fromEntries(needed)) as unknown as Schema<T>;
}

const shapeOf = (schema: unknown): Shape => (schema as z.ZodObject).shape;
