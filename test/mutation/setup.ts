import fc from 'fast-check';

// That a property fails is enough to know: the smallest example of it helps nobody here.
fc.configureGlobal({ endOnFailure: true });
