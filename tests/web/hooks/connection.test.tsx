import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectionIndicator } from '../../../src/components/layout/ConnectionIndicator.tsx';
import { OfflineBanner } from '../../../src/components/layout/OfflineBanner.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setOnline(isOnline: boolean): void {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  act(() => {
    window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
  });
}

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));

describe('connection indicator', () => {
  it('says nothing of a short interruption, then that it reconnects, then how often it asks', () => {
    const { rerender } = render(<ConnectionIndicator connection="live" pollsEvery={12_000} updatedAt={0} />);
    expect(screen.getByText('Ao vivo')).toBeTruthy();
    rerender(<ConnectionIndicator connection="down" pollsEvery={3000} updatedAt={0} />);
    pass(2000);
    expect(screen.getByText('Ao vivo')).toBeTruthy();
    pass(1000);
    expect(screen.getByText('Reconectando…')).toBeTruthy();
    pass(8000);
    expect(screen.getByText('Atualizando a cada 3 s')).toBeTruthy();
    rerender(<ConnectionIndicator connection="live" pollsEvery={12_000} updatedAt={0} />);
    expect(screen.getByText('Ao vivo')).toBeTruthy();
  });

  it('claims nothing before the first connection', () => {
    render(<ConnectionIndicator connection="connecting" pollsEvery={10_000} updatedAt={0} />);
    expect(screen.queryByText('Ao vivo')).toBeNull();
    pass(3000);
    expect(screen.getByText('Conectando…')).toBeTruthy();
  });

  it('tells on hover how old the page is', () => {
    render(<ConnectionIndicator connection="live" pollsEvery={240_000} updatedAt={Date.now()} />);
    pass(8000);
    expect(screen.getByTitle(/^Atualizado há [89] s$/)).toBeTruthy();
  });

  it('says at once that there is no internet', () => {
    render(<ConnectionIndicator connection="live" pollsEvery={240_000} updatedAt={0} />);
    setOnline(false);
    expect(screen.getByText('Sem internet')).toBeTruthy();
  });
});

describe('offline banner', () => {
  it('comes and goes with the network', () => {
    render(<OfflineBanner />);
    expect(screen.queryByText(/últimos dados recebidos/)).toBeNull();
    setOnline(false);
    expect(screen.getByText(/últimos dados recebidos/)).toBeTruthy();
    setOnline(true);
    expect(screen.queryByText(/últimos dados recebidos/)).toBeNull();
  });
});
