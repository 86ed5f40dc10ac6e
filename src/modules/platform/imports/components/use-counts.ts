"use client";

import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";

/** Numbers of things in words, in the workspace's locale. */
export function useCounts() {
  const { locale } = useWorkspace();
  return useMemo(() => {
    const number = new Intl.NumberFormat(locale);
    const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    return {
      count: (value: number) => number.format(value),
      rows: (value: number) => (value === 1 ? "1 row" : `${number.format(value)} rows`),
      files: (value: number) => (value === 1 ? "1 file" : `${number.format(value)} files`),
      bytes: (value: number) =>
        value < 1_000_000
          ? `${size.format(Math.max(1, Math.round(value / 1000)))} kB`
          : `${size.format(value / 1_000_000)} MB`,
    };
  }, [locale]);
}

/** How long something still takes, in a person's words. */
export function timeLeft(seconds: number): string {
  if (seconds < 2) return "about 1 second left";
  if (seconds < 60) return `about ${seconds} seconds left`;
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? "about 1 minute left" : `about ${minutes} minutes left`;
}
