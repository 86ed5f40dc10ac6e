"use client";

import { useListLocale } from "@/components/data-table/list-locale";
import { numberFormat } from "@/lib/intl";
import type { FileTarget } from "../schema";
import { useRecordFiles } from "./use-record-files";

/** The number of the files of a record, for its tab. */
export function FileCount(target: FileTarget) {
  const { locale } = useListLocale();
  const first = useRecordFiles(target).data?.pages[0];
  return first ? numberFormat(locale).format(first.total) : null;
}
