"use client";

import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { counted, type Noun, nouns } from "@/lib/counted";

/** Numbers of things in words, in the workspace's locale. */
export function useCounts() {
  const { locale } = useWorkspace();
  return useMemo(() => {
    const number = new Intl.NumberFormat(locale);
    const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    return {
      count: (value: number) => number.format(value),
      counted: (value: number, noun: Noun) => counted(value, noun, locale),
      rows: (value: number) => counted(value, nouns.row, locale),
      files: (value: number) => counted(value, nouns.file, locale),
      bytes: (value: number) =>
        value < 1_000_000
          ? `${size.format(Math.max(1, Math.round(value / 1000)))} kB`
          : `${size.format(value / 1_000_000)} MB`,
    };
  }, [locale]);
}

/** How long something still takes, in a person's words. */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return `about ${counted(Math.max(seconds, 1), { one: "second", many: "seconds" })} left`;
  return `about ${counted(Math.round(seconds / 60), { one: "minute", many: "minutes" })} left`;
}
