"use client";

import { keepPreviousData } from "@tanstack/react-query";

/** How a list asks for page after page; the rows of the question before stay until the next ones are there. */
export const listPages = {
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  placeholderData: keepPreviousData,
};

/** The groups of a list are asked for only where it has groups. */
export const listGroupsOf = (group: string | null) => ({ enabled: group !== null, placeholderData: keepPreviousData });
