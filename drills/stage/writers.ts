import { setTimeout as pause } from "node:timers/promises";
import type { SimpleFaker } from "@faker-js/faker";
import { type Answer, isOpen } from "./client";
import type { Workspace } from "./workspace";

/** An opportunity that a writer's responses confirmed, with the confirmed moves. */
export type AckedOpportunity = { id: string; name: string; moves: number };

const WRITERS = 4;
const AGAIN_MS = 50;

/**
 * Programs that create and move opportunities as fast as responses arrive. They repeat unanswered requests with the
 * same key, so that each of their writes is acknowledged once in the end.
 */
export class Writers {
  readonly opportunities: AckedOpportunity[] = [];
  /** How often each status occurred; 0 is no response. */
  readonly statuses = new Map<number, number>();
  /** Responses that no program could understand: an error that is not in our form. */
  readonly odd: string[] = [];
  #acked = 0;
  #lastAckedAt = 0;
  #stopped = false;
  #work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly workspace: Workspace,
    private readonly chance: SimpleFaker,
  ) {}

  /** Acknowledged writes so far. */
  get acked(): number {
    return this.#acked;
  }

  /** When the newest acknowledgement arrived, in milliseconds of `performance.now()`. */
  get lastAckedAt(): number {
    return this.#lastAckedAt;
  }

  /** How often they were asked to retry, or got no response. */
  get refusals(): number {
    return [...this.statuses].reduce((sum, [status, count]) => (status === 0 || status >= 500 ? sum + count : sum), 0);
  }

  get moves(): number {
    return this.opportunities.reduce((sum, { moves }) => sum + moves, 0);
  }

  start(): void {
    this.#work = Promise.all(Array.from({ length: WRITERS }, (_, number) => this.#writeOn(number)));
    // Awaited by `stop`, which may be long after a writer failed.
    this.#work.catch(() => undefined);
  }

  /** Lets each writer finish its current write. Throws a writer's refusal. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
  }

  async #writeOn(number: number): Promise<void> {
    const mine: AckedOpportunity[] = [];
    while (!this.#stopped) {
      const opportunity = this.chance.datatype.boolean(0.3)
        ? this.chance.helpers.arrayElement([...mine, undefined])
        : undefined;
      if (opportunity) await this.#move(opportunity);
      else mine.push(await this.#create(`Opportunity ${number}-${mine.length + 1}`));
    }
  }

  async #create(name: string): Promise<AckedOpportunity> {
    const { colleague, openStages } = this.workspace;
    const body = { name, ownerId: colleague.memberId, stageId: openStages[0] };
    const { data } = await this.#write("/opportunities", body);
    const opportunity = { id: String(data.id), name, moves: 0 };
    this.opportunities.push(opportunity);
    return opportunity;
  }

  async #move(opportunity: AckedOpportunity): Promise<void> {
    const { openStages } = this.workspace;
    const stageId = openStages[(opportunity.moves + 1) % openStages.length];
    await this.#write(`/opportunities/${opportunity.id}/move`, { stageId });
    opportunity.moves += 1;
  }

  async #write(path: string, body: unknown): Promise<Answer> {
    const key = this.chance.string.uuid();
    for (;;) {
      const answer = await this.workspace.rest.ask({ method: "POST", path, body, key });
      this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 200 || answer.status === 201) {
        this.#acked += 1;
        this.#lastAckedAt = performance.now();
        return answer;
      }
      if (!isOpen(answer)) throw new Error(`POST ${path} was answered ${answer.status}: ${answer.text}`);
      if (answer.status !== 0 && !/^\{"error":\{"code":"[A-Z_]+","message":"/.test(answer.text))
        this.odd.push(`${answer.status} ${answer.text.slice(0, 200)}`);
      await pause(AGAIN_MS);
    }
  }
}
