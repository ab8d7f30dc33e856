import type { Profile } from '../../index.ts';
import { findBlas } from '../../node/index.ts';

/** A run's own arithmetic; where that needs a BLAS and there is none, `fused`, which differs from it in rounding alone. */
export function profileFor(used: string): { readonly profile: Profile; readonly notices: readonly string[] } {
  if (used !== 'fast' || 'blas' in findBlas()) return { profile: used as Profile, notices: [] };
  const notice = 'The run was computed with profile fast, and there is no BLAS here: profile fused takes its place.';
  return { profile: 'fused', notices: [notice] };
}
