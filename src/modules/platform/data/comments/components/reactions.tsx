"use client";

import { Check, CircleHelp, Eye, Heart, type LucideIcon, PartyPopper, SmilePlus, ThumbsUp } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import { useCommentActs } from "../client";
import { type ReactionKind, reactionKinds } from "../rules";
import type { Comment } from "../schema";

const looks: Readonly<Record<ReactionKind, { label: string; Icon: LucideIcon }>> = {
  agree: { label: "I agree", Icon: ThumbsUp },
  done: { label: "Done", Icon: Check },
  seen: { label: "I have seen it", Icon: Eye },
  love: { label: "I like it", Icon: Heart },
  celebrate: { label: "Congratulations", Icon: PartyPopper },
  unclear: { label: "Not clear", Icon: CircleHelp },
};

const others = { one: "other", many: "others" };

/** "Ann, Bo and 3 others" */
function whoText({ names, count }: Comment["reactions"][number], locale: string): string {
  const left = count - names.length;
  return left > 0 ? `${names.join(", ")} and ${counted(left, others, locale)}` : names.join(", ");
}

interface ReactionsProps {
  comment: Comment;
  locale: string;
  mayReact: boolean;
}

/** The reactions to a comment, each with its number; a click adds one's own or takes it back. */
export function Reactions({ comment, locale, mayReact }: ReactionsProps) {
  const { react } = useCommentActs();
  const pending = react.isPending ? react.variables : null;
  const shown = reactionKinds.flatMap((kind) => withPending(comment, kind, pending));
  const set = (kind: ReactionKind, on: boolean) => react.mutate({ id: comment.id, kind, on });
  if (shown.length === 0 && !mayReact) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 pt-1 phone:gap-2">
      {shown.map((one) => (
        <Pill
          key={one.kind}
          reaction={one}
          who={whoText(one, locale)}
          locale={locale}
          disabled={!mayReact}
          onPress={() => set(one.kind, !one.mine)}
        />
      ))}
      {mayReact ? (
        <Menu>
          <MenuTrigger asChild>
            <IconButton
              label="Add a reaction"
              tooltip={false}
              size="sm"
              icon={<SmilePlus aria-hidden />}
              className="h-[22px] rounded-full border-border phone:h-8"
            />
          </MenuTrigger>
          <MenuContent aria-label="Reactions">
            {reactionKinds.map((kind) => {
              const { label, Icon } = looks[kind];
              const isMine = shown.some((one) => one.kind === kind && one.mine);
              return (
                <MenuItem key={kind} icon={<Icon aria-hidden />} onSelect={() => set(kind, !isMine)}>
                  {isMine ? `Take back “${label}”` : label}
                </MenuItem>
              );
            })}
          </MenuContent>
        </Menu>
      ) : null}
    </div>
  );
}

type Reaction = Comment["reactions"][number];

/** A reaction with a pending change applied; nothing if nobody has it any more. */
function withPending(
  { id, reactions }: Comment,
  kind: ReactionKind,
  pending: { id: string; kind: string; on: boolean } | null | undefined,
): Reaction[] {
  const saved = reactions.find((one) => one.kind === kind);
  if (pending?.id !== id || pending.kind !== kind || pending.on === (saved?.mine ?? false)) return saved ? [saved] : [];
  const count = (saved?.count ?? 0) + (pending.on ? 1 : -1);
  return count > 0 ? [{ kind, count, mine: pending.on, names: saved?.names ?? [] }] : [];
}

interface PillProps {
  reaction: Reaction;
  who: string;
  locale: string;
  disabled: boolean;
  onPress(): void;
}

function Pill({ reaction: { kind, count, mine }, who, locale, disabled, onPress }: PillProps) {
  const { label, Icon } = looks[kind];
  return (
    <Tooltip content={who === "" ? label : `${label}: ${who}`}>
      <button
        type="button"
        aria-pressed={mine}
        aria-label={`${label}, ${count}`}
        aria-disabled={disabled}
        onClick={disabled ? undefined : onPress}
        className={cn(
          "hit-44 relative inline-flex h-[22px] items-center gap-1 rounded-full border px-2 text-sm tabular-nums phone:h-8 phone:px-3",
          mine
            ? "border-accent-line bg-accent-subtle text-accent-text"
            : "bg-surface text-muted hover:bg-surface-hover aria-disabled:hover:bg-surface",
        )}
      >
        <Icon aria-hidden className="size-3.5" />
        {count.toLocaleString(locale)}
      </button>
    </Tooltip>
  );
}
