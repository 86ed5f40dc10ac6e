"use client";

import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { bytesText } from "@/lib/bytes-text";
import { counted, type Noun, nouns } from "@/lib/counted";
import { numberFormat } from "@/lib/intl";

/** Numbers of things in words, in the workspace's locale. */
export function useCounts() {
  const { locale } = useWorkspace();
  return useMemo(() => {
    const number = numberFormat(locale);
    return {
      count: (value: number) => number.format(value),
      counted: (value: number, noun: Noun) => counted(value, noun, locale),
      rows: (value: number) => counted(value, nouns.row, locale),
      files: (value: number) => counted(value, nouns.file, locale),
      bytes: (value: number) => bytesText(value, locale),
      timeLeft: (seconds: number) => timeLeft(seconds, locale),
    };
  }, [locale]);
}

/** How long something still takes, in a person's words. */
function timeLeft(seconds: number, locale: string): string {
  if (seconds < 60) return `about ${counted(Math.max(seconds, 1), { one: "second", many: "seconds" }, locale)} left`;
  return `about ${counted(Math.round(seconds / 60), nouns.minute, locale)} left`;
}
