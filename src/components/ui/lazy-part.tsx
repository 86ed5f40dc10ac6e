"use client";

import { RefreshCw, TriangleAlert } from "lucide-react";
import { Component, type ComponentType, type FunctionComponent, lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "./button";
import { type LazyCode, lazyCode, NotLoaded } from "./lazy-code";
import { NoticeLayer, NoticeLine } from "./part-notice";

interface LazyLook<P> {
  /** Its name in "The columns could not be loaded": "the columns". */
  of: string;
  /** Shown while it loads, in place of a line of text. */
  loading?: ReactNode | ((props: P) => ReactNode);
  /** It lies above the page, as dialogs do: so do its notices. Closes it while it cannot be loaded. */
  close?: (props: P) => void;
  /** A text that somebody has typed into `loading`. It is shown if the part cannot be loaded. */
  typed?: (props: P) => string | undefined;
}

/**
 * A part of the page whose code is loaded when it is shown. If that fails it says so, with a retry in its place: the
 * rest of the page stays as it is.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  look: LazyLook<P>,
): FunctionComponent<P> {
  const code = lazyCode(load);
  return (props) => <LazyPart code={code} look={look} props={props} />;
}

/** The same for a layer that most visits never open: nothing is loaded for it until it opens. */
export function lazyLayer<P extends { open: boolean }>(
  load: () => Promise<ComponentType<P>>,
  look: LazyLook<P> & { close: (props: P) => void },
): FunctionComponent<P> {
  const code = lazyCode(load);
  return (props) => <LazyLayer code={code} look={look} props={props} />;
}

interface LazyProps<P extends object> {
  code: LazyCode<ComponentType<P>>;
  look: LazyLook<P>;
  props: P;
  /** Called when somebody closes it while it is loading or cannot be loaded. */
  onGiveUp?: () => void;
}

function LazyLayer<P extends { open: boolean }>(given: LazyProps<P>) {
  const { open } = given.props;
  const [isKept, setKept] = useState(open);
  // It stays for its closing animation, but not where it was closed before it was there.
  const keeps = open || (isKept && given.code.loaded() !== null);
  if (keeps !== isKept) setKept(keeps);
  return keeps ? <LazyPart {...given} onGiveUp={() => setKept(false)} /> : null;
}

function LazyPart<P extends object>({ code, look, props, onGiveUp }: LazyProps<P>) {
  const attempt = () => lazy(async () => ({ default: await code.load() })) as unknown as ComponentType<P>;
  // Stays the same while it is shown: another one would lose what was typed into it.
  const [Part, setPart] = useState(() => code.loaded() ?? attempt());
  const [tries, setTries] = useState(0);
  const retry = () => {
    setPart(attempt);
    setTries(tries + 1);
  };
  const { of, close } = look;
  const loading = typeof look.loading === "function" ? look.loading(props) : look.loading;
  const onClose =
    close &&
    (() => {
      close(props);
      onGiveUp?.();
    });
  const failed = { of, tries, typed: look.typed?.(props), onRetry: retry, onClose };
  return (
    <FailedPart key={tries} shown={<PartFailed {...failed} />}>
      <Suspense fallback={loading === undefined ? <Waiting of={of} onClose={onClose} /> : loading}>
        <Part {...props} />
      </Suspense>
    </FailedPart>
  );
}

/** React reports a failure of lazy code to the nearest boundary; other errors are not for this one. */
class FailedPart extends Component<{ shown: ReactNode; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (!(error instanceof NotLoaded)) throw error;
    return this.props.shown;
  }
}

interface PartFailedProps {
  of: string;
  /** After one retry a newer version of the app is likely. */
  tries: number;
  typed: string | undefined;
  onRetry(): void;
  onClose: (() => void) | undefined;
}

function PartFailed({ of, tries, typed, onRetry, onClose }: PartFailedProps) {
  const title = `${of.charAt(0).toUpperCase()}${of.slice(1)} could not be loaded.`;
  const words = (
    <>
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      <span className="min-w-0">
        {title}{" "}
        <span className="text-muted">
          {tries === 0
            ? "Check your connection and try again: nothing that you typed is lost."
            : "If Throughline was updated, the page must be reloaded: save what you typed first."}
          {typed ? ` You typed “${typed}”.` : null}
        </span>
      </span>
      <Button size="sm" icon={<RefreshCw aria-hidden />} onClick={onRetry}>
        Try again
      </Button>
      {tries > 0 ? (
        <Button size="sm" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      ) : null}
    </>
  );
  if (!onClose) return <NoticeLine role="alert">{words}</NoticeLine>;
  return (
    <NoticeLayer role="alert" title={title} onClose={onClose}>
      {words}
      <Button size="sm" variant="ghost" onClick={onClose}>
        Close
      </Button>
    </NoticeLayer>
  );
}

function Waiting({ of, onClose }: Pick<PartFailedProps, "of" | "onClose">) {
  const title = `Loading ${of}`;
  if (!onClose) return <NoticeLine role="status">{title}</NoticeLine>;
  return (
    <NoticeLayer role="status" title={title} onClose={onClose}>
      {title}
    </NoticeLayer>
  );
}
