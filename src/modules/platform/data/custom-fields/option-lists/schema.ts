import { z } from "zod";
import { version } from "@/lib/zod";
import { fieldOption, maxOptions } from "../schema";

/** The name of a list, as fields declare it. */
const name = z.string().min(1).max(60);

export const optionList = z
  .object({
    name,
    label: z.string(),
    /** The fields that offer these options. */
    fields: z.array(z.object({ entity: z.string(), field: z.string() })),
    options: z.array(
      fieldOption.extend({ /** It is there in every workspace, and can be archived only. */ builtIn: z.boolean() }),
    ),
    /** 1 until the workspace changes the list. */
    version,
  })
  .meta({ id: "OptionList" });
export type OptionListRow = z.infer<typeof optionList>;
export const optionLists = z.array(optionList);

/** The options of lists that a workspace has changed, by their names. */
export const changedLists = z.record(z.string(), z.array(fieldOption));

export const listOptionListsInput = z.object({});
export const updateOptionListInput = z.object({
  name,
  version,
  options: z.array(fieldOption).max(maxOptions, `A list can have at most ${maxOptions} options.`),
});
