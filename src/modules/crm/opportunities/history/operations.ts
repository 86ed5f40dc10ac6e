import "server-only";
import { isoOf } from "@/server/columns";
import { notFound } from "@/server/errors";
import { crm } from "../../module";
import { stageType } from "../../pipelines/schema";
import { opportunityIdInput } from "../schema";
import { opportunityScope } from "../scope";
import { stageHistory, stageSource } from "./schema";

export const listStageHistory = crm.operation({
  kind: "query",
  permission: "opportunity:view",
  input: opportunityIdInput,
  output: stageHistory,
  rest: { method: "GET", path: "/opportunities/{id}/stages" },
  describe:
    "The stages that an opportunity went through, oldest first: when it entered and left, duration in seconds, who moved it, and from where.",
  async run(ctx, { id }) {
    const [visible] = await opportunityScope.load(ctx, [id]);
    if (!visible) throw notFound("opportunity");
    const rows = await ctx.db.stageEntry.findMany({
      where: { opportunityId: id },
      orderBy: { sequence: "asc" },
      select: {
        id: true,
        enteredAt: true,
        leftAt: true,
        source: true,
        stage: { select: { id: true, name: true, type: true, color: true, position: true } },
        actor: { select: { id: true, name: true } },
      },
      relationLoadStrategy: "join",
    });
    const now = Date.now();
    return rows.map(({ enteredAt, leftAt, stage, source, ...row }) => ({
      ...row,
      stage: { ...stage, type: stageType.parse(stage.type) },
      source: stageSource.parse(source),
      enteredAt: isoOf(enteredAt),
      leftAt: isoOf(leftAt),
      seconds: enteredAt && Math.max(0, Math.round(((leftAt?.getTime() ?? now) - enteredAt.getTime()) / 1000)),
    }));
  },
});
