"use client";

import "@/lib/nouns/schemas";
import { zodResolver } from "@hookform/resolvers/zod";
import { type FieldValues, type UseFormProps, type UseFormReturn, useForm } from "react-hook-form";
import type { z } from "zod";

/**
 * Creates a form with the schema that the server also uses: fields are validated on leaving them, then while typing.
 */
export function useZodForm<I extends FieldValues, O>(
  schema: z.ZodType<O, I>,
  options: Omit<UseFormProps<I, unknown, O>, "resolver" | "mode"> = {},
): UseFormReturn<I, unknown, O> {
  return useForm<I, unknown, O>({ ...options, mode: "onTouched", resolver: zodResolver(schema) });
}
