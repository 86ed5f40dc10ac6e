import "server-only";
import type { NounEntity } from "@/lib/nouns/all";
import type { MentionChoices, PersonConsequences } from "@/lib/nouns/person-schema";
import type { Ctx } from "../context.ts";
import { processWide } from "../process-wide.ts";
import type { KnownTexts } from "./known.ts";
import type { Patterns } from "./patterns.ts";

/** The part of a request to erase a person that is about texts elsewhere. */
export interface MentionRequest extends Patterns {
  /** Names, addresses and numbers that somebody else has too: by them alone nothing is erased unless it is chosen. */
  shared: readonly string[];
  choices: MentionChoices;
}

/** A person whose data are exported or erased. */
export interface Person {
  entity: NounEntity;
  id: string;
  /** The texts by which the person is found where no id says it. */
  known: KnownTexts;
  /** The event that asked for the erasure; null for an export. */
  eventId: string | null;
  /** How texts that mention the person are found, and what was chosen for them; none for an export. */
  mentions?: MentionRequest | null;
  /** Records of the person in connected services are deleted too. */
  erasesElsewhere?: boolean;
}

/** The texts that mention a person, as far as a request finds them. */
export type MentionPreview = Pick<PersonConsequences, "mentions" | "complete">;

/** A place that holds something on people besides their own records. */
export interface PersonalPlace {
  /** Its name in the file of a person, in the plural. */
  key: string;
  /** Reads what it holds on a person, for that file; undefined for a place that holds copies alone. */
  read?(ctx: Ctx, person: Person): Promise<readonly object[]>;
  /** The texts that mention a person, before they are erased. */
  preview?(ctx: Ctx, person: Pick<Person, "entity" | "id">, patterns: Patterns): Promise<MentionPreview>;
  /** The connected services that hold the person and can delete them, by their names. */
  elsewhere?(ctx: Ctx, person: Pick<Person, "entity" | "id">): Promise<readonly string[]>;
  /**
   * Erases a bounded part of it, after a place that an earlier call returned; returns where to go on, null when nothing is
   * left. It may be called again after it has finished.
   */
  erase(ctx: Ctx, person: Person, after: string): Promise<string | null>;
}

const registeredPlaces = processWide<readonly PersonalPlace[]>("places of data on people");

/** Called by the registry when it is loaded. The request comes last: it says by which texts a person is known. */
export function registerPersonalPlaces(places: readonly PersonalPlace[]): void {
  registeredPlaces.set(places);
}

export function personalPlaces(): readonly PersonalPlace[] {
  return registeredPlaces.required();
}
