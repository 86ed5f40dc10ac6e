import { z } from "zod";
import { id, version } from "@/lib/zod";

export const taskMovesInput = z.object({ id });

export const taskMoves = z
  .object({
    /** Whether the caller may move this task at all. */
    mayMove: z.boolean(),
    /** The status of the task and those that its workflow leads to, in their order; `refusal` says what a move to one still needs. */
    moves: z.array(
      z.object({
        id,
        name: z.string(),
        category: z.enum(["todo", "doing", "done"]),
        refusal: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "TaskMoves" });
export type TaskMove = z.infer<typeof taskMoves>["moves"][number];

export const moveTaskInput = z.object({ id, version, statusId: id });
export const tickTaskInput = z.object({ id, version, itemId: id, done: z.boolean() });
