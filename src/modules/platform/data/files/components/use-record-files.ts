"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "@/trpc/react";
import type { FileTarget } from "../schema";
import { filesRequest } from "./files-request";

/** The files of a record, newest first. While they load, those of another record are not shown. */
export const useRecordFiles = (target: FileTarget) =>
  useInfiniteQuery(
    useApi().files.list.infiniteQueryOptions(filesRequest(target), {
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
  );
