// In full: see `isFull` in `rounds.ts`.
import "./readable.db.test";
