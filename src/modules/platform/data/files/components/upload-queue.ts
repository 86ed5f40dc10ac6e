import { type OpenUpload, type Pauses, sendParts } from "./upload-parts";
import { isOnItsWay, stepUpload, type Upload, type UploadEvent, type UploadTarget } from "./upload-state";

/** The answer to a name that the record has already: a new version of that file, or a second file of the name. */
export type SameNameAnswer = "version" | "both";

/** The record already has a file with this name. */
export class SameName extends Error {
  override name = "SameName";
  constructor(readonly fileId: string) {
    super("The record already has a file with this name.");
  }
}

/** The calls by which one file reaches the server. */
export interface UploadTransport {
  /**
   * Opens an upload, or finds the one that was interrupted, with the parts that the server has. `isTaken` says that this
   * tab sends an upload already. Throws `SameName` until there is an answer.
   */
  open(
    isTaken: (uploadId: string) => boolean,
    answer: { fileId: string } | { keepBoth: true } | null,
  ): Promise<OpenUpload>;
  send(open: OpenUpload, part: number, body: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<void>;
  /** Makes it a file of its record. */
  finish(open: OpenUpload): Promise<void>;
  /** Removes what was sent. */
  discard(open: OpenUpload): Promise<void>;
  /** The milliseconds after which the server, to which so many files at once are too many, takes more; else null. */
  waitOf(error: unknown): number | null;
  /** The sentence that a person reads about an error. */
  explain(error: unknown): string;
}

export interface AddedFile {
  target: UploadTarget;
  recordName: string;
  file: File;
  transport: UploadTransport;
}

interface Job extends AddedFile {
  stop: AbortController;
  open: OpenUpload | null;
  /** The file that has its name. */
  sameFile: string | null;
  answer: Parameters<UploadTransport["open"]>[1];
}

/** The files that are sent at once; the others wait. */
const filesAtOnce = 2;

/** The uploads of this tab. It belongs to no page: going to another page of the app stops none. */
export class UploadQueue {
  #uploads: readonly Upload[] = [];
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();
  #delay: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly pauses?: Pauses) {}

  readonly list = (): readonly Upload[] => this.#uploads;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends files after those that were added before them; returns the keys of their uploads. */
  add(files: readonly AddedFile[]): string[] {
    const added = files.map((one): Upload => {
      const { target, recordName, file } = one;
      const key = crypto.randomUUID();
      this.#jobs.set(key, { ...one, stop: new AbortController(), open: null, sameFile: null, answer: null });
      return { key, target, recordName, name: file.name, size: file.size, sent: 0, state: "waiting", refusal: null };
    });
    this.#show([...this.#uploads, ...added]);
    this.#sendNext();
    return added.map(({ key }) => key);
  }

  /** Stops an upload and removes what was sent of it; takes one that is done off the list. */
  cancel(key: string): void {
    const job = this.#jobs.get(key);
    const isDone = this.#uploads.some((one) => one.key === key && one.state === "done");
    this.#forget(key);
    job?.stop.abort();
    if (job?.open && !isDone) void job.transport.discard(job.open).catch(() => undefined);
    this.#sendNext();
  }

  /** Sends what is missing of one that failed. */
  retry(key: string): void {
    const job = this.#jobs.get(key);
    if (!job) return;
    job.stop = new AbortController();
    this.#step(key, { type: "retried" });
    this.#sendNext();
  }

  /** Goes on with one whose name its record has already. */
  answer(key: string, answer: SameNameAnswer): void {
    const job = this.#jobs.get(key);
    if (!job?.sameFile) return;
    job.answer = answer === "version" ? { fileId: job.sameFile } : { keepBoth: true };
    this.#step(key, { type: "answered" });
    this.#sendNext();
  }

  /** The ids of the uploads that this tab sends. */
  readonly isTaken = (uploadId: string): boolean => [...this.#jobs.values()].some(({ open }) => open?.id === uploadId);

  /** Takes the ended ones off the list. Parts of a failed one stay on the server, and the record shows it as interrupted. */
  clear(): void {
    for (const upload of this.#uploads) if (!isOnItsWay(upload)) this.#forget(upload.key);
  }

  #sendNext(): void {
    if (this.#delay) return;
    const running = this.#uploads.filter(({ state }) => state === "sending" || state === "checking").length;
    const next = this.#uploads.filter(({ state }) => state === "waiting").slice(0, Math.max(0, filesAtOnce - running));
    for (const { key } of next) {
      const job = this.#jobs.get(key);
      if (job) void this.#send(key, job);
    }
  }

  async #send(key: string, job: Job): Promise<void> {
    const { file, transport } = job;
    const { signal } = job.stop;
    this.#step(key, { type: "begun" });
    try {
      const open = await this.#open(job);
      job.open = open;
      // It was canceled while the server opened it.
      if (signal.aborted) return await transport.discard(open);
      await sendParts({
        size: file.size,
        open,
        signal,
        pauses: this.pauses,
        send: ({ number, from, to }, onSent, stop) => transport.send(open, number, file.slice(from, to), onSent, stop),
        onSent: (bytes) => this.#step(key, { type: "sent", bytes }),
      });
      this.#step(key, { type: "checking" });
      await transport.finish(open);
      this.#step(key, { type: "done" });
    } catch (error) {
      const wait = transport.waitOf(error);
      if (error instanceof SameName) {
        job.sameFile = error.fileId;
        this.#step(key, { type: "asked" });
      } else if (wait !== null) {
        this.#step(key, { type: "delayed" });
        this.#wait(wait);
      } else if (!signal.aborted) this.#step(key, { type: "failed", message: transport.explain(error) });
    } finally {
      this.#sendNext();
    }
  }

  /** Sends nothing for some milliseconds. */
  #wait(ms: number): void {
    this.#delay ??= setTimeout(() => {
      this.#delay = null;
      this.#sendNext();
    }, ms);
  }

  /** Another attempt goes on with its own upload. */
  #open(job: Job): Promise<OpenUpload> {
    const own = job.open?.id;
    return job.transport.open((id) => id !== own && this.isTaken(id), job.answer);
  }

  #step(key: string, event: UploadEvent): void {
    this.#show(this.#uploads.map((one) => (one.key === key ? stepUpload(one, event) : one)));
  }

  #forget(key: string): void {
    this.#jobs.delete(key);
    this.#show(this.#uploads.filter((one) => one.key !== key));
  }

  #show(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    for (const listener of this.#listeners) listener();
  }
}
