const HOLD_MS = 10 * 60_000;

class Holds {
  private held = new Map<string, { user: string; until: number }>();

  hold(seat: string, user: string): boolean {
    const current = this.held.get(seat);
    if (current && current.until > Date.now() && current.user !== user) return false;
    this.held.set(seat, { user, until: Date.now() + HOLD_MS });
    return true;
  }

  free(seat: string): void {
    this.held.delete(seat);
  }
}

export const holds = new Holds();
