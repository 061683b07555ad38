package dev.vigil.contract;

/** All themes together: what every backend runs. */
public interface EventSourceContract
        extends AwaitContract,
                BadInputContract,
                CancelContract,
                ConnectContract,
                EdgeContract,
                EndOfStreamContract,
                ExclusiveContract,
                FeatureContract,
                FlagsContract,
                LevelContract,
                MisuseContract,
                OneShotContract,
                PollingContract,
                RegistrationContract,
                ReuseContract,
                SocketFlagsContract {}
