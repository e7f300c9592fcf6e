import { describe } from 'vitest';
import { cancelUnderLoad } from './scenarios/cancel.ts';
import { crowds } from './scenarios/crowds.ts';
import { killedProcesses } from './scenarios/kills.ts';
import { lostPokes } from './scenarios/pokes.ts';
import { badProviders } from './scenarios/provider.ts';
import { deadRealtime } from './scenarios/realtime.ts';
import { zombies } from './scenarios/zombies.ts';
import { chaosStack } from './support/chaos-stack.ts';

// All on one stack, one after the other: what an earlier one broke for good, a later one would meet.
const chaos = chaosStack({}, { INTEGRATIONS_PROVIDER_TIMEOUT_MS: '2000' });

describe('processes die', () => killedProcesses(chaos));
describe('pokes are lost', () => lostPokes(chaos));
describe('workers outlive their lease', () => zombies(chaos));
describe('providers misbehave', () => badProviders(chaos));
describe('users cancel', () => cancelUnderLoad(chaos));
describe('Realtime is down', () => deadRealtime(chaos));
describe('many come at once', () => crowds(chaos));
