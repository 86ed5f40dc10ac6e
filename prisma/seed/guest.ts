import { createComment } from "@/modules/platform/data/comments/operations/write";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import type { Ctx } from "@/server/context";

/** Two projects that a guest sees, and how many of the open tasks of each are theirs. */
const shares = [
  { key: "CLM", tasks: 4, completes: true },
  { key: "WHR", tasks: 2, completes: false },
];
const remark = "The key to the building is at our reception. Please sign for it.";

/** Shares projects of a workspace with its guest, who may comment on both and complete their tasks in one. */
export async function bringGuest(owner: Ctx, guest: Ctx): Promise<void> {
  const guestId = guest.member?.id ?? "";
  for (const { key, tasks, completes } of shares) {
    const project = await owner.db.project.findFirst({
      where: { key },
      select: { id: true, version: true, members: true },
    });
    if (!project) continue;
    const { id, version } = project;
    const members = [...((project.members ?? []) as string[]), guestId];
    const completers = completes ? [guestId] : [];
    await projectOperations.update(owner, { id, version, members, commenters: [guestId], completers });
    const open = await owner.db.task.findMany({
      where: { projectId: id, completedAt: null, estimate: { not: null }, repeats: null },
      orderBy: [{ dueOn: "desc" }, { key: "asc" }],
      select: { id: true, version: true, ownerId: true },
    });
    // Those of the owner stay in the owner's day while there are others.
    const isOwners = (task: { ownerId: string | null }) => Number(task.ownerId === owner.member?.id);
    const theirs = open.toSorted((one, other) => isOwners(one) - isOwners(other)).slice(0, tasks);
    for (const task of theirs) await taskOperations.update(owner, { ...task, ownerId: guestId });
    const [first] = theirs;
    if (first) await createComment(guest, { entity: "task", recordId: first.id, text: remark });
  }
}
