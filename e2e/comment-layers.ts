import type { Page } from "@playwright/test";
import { type Layer, menu, tap } from "./layers";

const folder = "modules/platform/data/comments/components";
const inComments = (name: string) => async (page: Page) => {
  await page.getByRole("tab", { name: "Comments" }).tap();
  await tap(name)(page);
};

/** The menus of a comment on the page of its record. */
export const comments: Layer[] = [
  { of: `${folder}/reactions.tsx`, open: inComments("Add a reaction"), box: menu },
  { of: `${folder}/comment-body.tsx`, open: inComments("More actions for this comment"), box: menu },
];
