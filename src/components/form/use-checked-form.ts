import { type FieldErrors, type FieldValues, type Resolver, type UseFormReturn, useForm } from "react-hook-form";
import { isEmailAddress } from "@/lib/email-form";

/** The error of a field, from its text; null if it is fine. */
type Checks<T> = { readonly [K in keyof T & string]: (text: string) => string | null };

/**
 * A form of texts with a plain check for each, for pages that load no library of schemas: the server checks them all
 * again. Fields are validated like those of `useZodForm`.
 */
export function useCheckedForm<T extends FieldValues & Record<string, string>>(
  checks: Checks<T>,
  defaultValues: T,
): UseFormReturn<T, unknown, T> {
  const resolver = ((values: T) => {
    const faults = Object.entries(checks).flatMap(([name, check]) => {
      const message = (check as Checks<T>[string])(values[name] ?? "");
      return message === null ? [] : [[name, { type: "check", message }] as const];
    });
    return faults.length > 0
      ? { values: {}, errors: Object.fromEntries(faults) as FieldErrors<T> }
      : { values, errors: {} };
  }) as Resolver<T, unknown, T>;
  return useForm<T, unknown, T>({ defaultValues: defaultValues as never, mode: "onTouched", resolver });
}

/** The checks that several forms share. */
export const isGiven = (words: string) => (text: string) => (text === "" ? words : null);
export const isEmail = (text: string) =>
  isEmailAddress(text) ? null : "Type an e-mail address such as name@company.com.";
export function isShortText(text: string): string | null {
  if (text.trim() === "") return "Type at least one character.";
  return text.trim().length > 200 ? "Use at most 200 characters." : null;
}
