import { beforeEach, expect, test } from "vitest";
import type { Ctx } from "@/server/context";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { TestWorkspace } from "@/test/ctx";
import { opportunityWorkspace } from "@/test/opportunities";
import { partnersOf } from "@/test/sync-partners";
import { createPipeline } from "../pipelines/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { createOpportunity, opportunityOperations } from "./operations/all";
import { stageLabel, stagePair, stageThere } from "./operations/synced-stage";

let workspace: TestWorkspace;
let admin: Ctx;
let service: Ctx;
let pipeline: Pipeline;

const pair = stagePair({ stage: "dealstage", pipeline: "pipeline" });

beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  service = { ...workspace.system, actor: { type: "webhook", source: "HubSpot" } };
});

const stage = (type: StageType, place = 0) => pipeline.stages.filter((each) => each.type === type)[place]?.id ?? "";
const get = async (id: string) => await opportunityOperations.get(admin, { id });

test("a move goes through the operation of the board, with its history", async () => {
  const { id, version } = await createOpportunity(admin, { name: "Deal" });
  const moved = await pair.act?.(service, { id, version }, stage("open", 2));
  const now = await get(id);
  expect(now).toMatchObject({ stageId: stage("open", 2), version: moved?.version });
  expect(pair.read(now as unknown as AnyRecord)).toBe(stage("open", 2));
});

test("a stage that asks for something refuses the move, and nothing changes", async () => {
  const before = await createOpportunity(admin, { name: "Deal" });
  const { id, version } = before;
  await expect(pair.act?.(service, { id, version }, stage("lost"))).rejects.toThrow(/why this opportunity was lost/);
  expect(await get(id)).toEqual(before);
});

test("a lost record of a service begins here without a reason; a person gives one", async () => {
  const lost = { name: "Lost there", ...pair.patch(stage("lost")) } as { name: string; stageId: string };
  const created = await createOpportunity(service, lost);
  expect(created).toMatchObject({ status: "lost", lossReason: null });
  await expect(createOpportunity(admin, lost)).rejects.toThrow(/why this opportunity was lost/);
  await expect(
    createOpportunity(service, { ...lost, lossReasonId: "0191f1a0-0000-7000-8000-000000000001" }),
  ).rejects.toThrow();
});

test("our options are the stages of living pipelines, and those of one name are alike", async () => {
  const second = await createPipeline(admin, { name: "Renewals" });
  const ours = (await pair.optionsHere?.(admin)) ?? [];
  expect(ours).toContainEqual({ value: stage("won"), label: stageLabel("Closed Won", pipeline.name) });
  expect(ours).toHaveLength(pipeline.stages.length + second.stages.length);
  const there = (name: string, label: string) => ({
    value: stageThere("1", name),
    label: stageLabel(label, "renewals"),
  });
  const alike = pair.alikeOptions?.(ours, [there("a", "Proposal"), there("b", "closed won"), there("c", "Contract")]);
  const inSecond = (name: string) => second.stages.find((each) => each.name === name)?.id;
  expect(alike).toEqual([
    { ours: inSecond("Proposal"), theirs: "1/a" },
    { ours: inSecond("Closed Won"), theirs: "1/b" },
  ]);
  const first = ours.filter(({ label }) => label.endsWith(`(${pipeline.name})`));
  expect(pair.alikeOptions?.(first, [there("a", "Proposal")])).toEqual([{ ours: stage("open", 2), theirs: "1/a" }]);
});

test("a stage crosses with its pipeline, and one without a partner does not", () => {
  const id = stage("open");
  const theirs = stageThere("default", "contractsent");
  const partners = partnersOf([], {
    optionHere: (_field, value) => (value === theirs ? id : undefined),
    optionThere: (_field, value) => (value === id ? theirs : undefined),
  });
  const props = { pipeline: "default", dealstage: "contractsent" };
  expect(pair.toTheirs(id, partners)).toEqual({ props });
  expect(pair.toOurs(props, partners)).toEqual({ value: id });
  const without = { blocked: { code: "optionWithoutPartner" } };
  expect(pair.toOurs({ ...props, pipeline: "other" }, partners)).toMatchObject(without);
  expect(pair.toOurs({ pipeline: null, dealstage: null }, partners)).toMatchObject(without);
  expect(pair.toTheirs(stage("won"), partners)).toMatchObject(without);
});
