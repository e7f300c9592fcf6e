import { useEffect, useState } from 'react';

/** true once `isOn` has lasted for `delay` milliseconds; false at once when it ends. Keeps short waits from flashing. */
export function useDelayed(isOn: boolean, delay: number): boolean {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const timer = setTimeout(() => setIsDue(true), delay);
    return () => {
      clearTimeout(timer);
      setIsDue(false);
    };
  }, [isOn, delay]);
  return isOn && isDue;
}

/** Shows a skeleton only after 200 ms, and then for at least 300 ms, so that nothing flickers. */
export function useSkeleton(isPending: boolean): boolean {
  const shouldShow = useDelayed(isPending, 200);
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (!shouldShow) return;
    setIsHeld(true);
  }, [shouldShow]);
  useEffect(() => {
    if (!isHeld) return;
    const timer = setTimeout(() => setIsHeld(false), 300);
    return () => clearTimeout(timer);
  }, [isHeld]);
  return shouldShow || isHeld;
}
