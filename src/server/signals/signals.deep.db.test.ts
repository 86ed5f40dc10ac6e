// In full: see `isFull` in `rounds.ts`.
import "./signals.db.test";
